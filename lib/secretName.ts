/** Names of variables and properties that contain a secret. A name that ends in `FILE` is of a path. */
export const SECRET_NAME = /(PASSWORD|PASSPHRASE|SECRET|LICENSE|TOKEN|KEY)$/i;
