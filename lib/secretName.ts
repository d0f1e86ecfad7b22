/**
 * Names of variables and properties that contain a secret. A name that ends in `FILE` is of a path. `PWD` alone is a shell's working
 * directory.
 */
export const SECRET_NAME = /(PASSWORD|PASSWD|PASSPHRASE|SECRET|LICENSE|TOKEN|KEY)S?$|_(PASS|PWD|PAT)$/i;
