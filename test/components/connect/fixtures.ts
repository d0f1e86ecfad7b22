import type { ConnectFacts } from "../../../components/connect/values";
import type { ConnectSettings } from "../../../stacks/sections/connect";

export const connectFacts: ConnectFacts<string> = {
    url: "https://connect.example.com",
    databaseUrl:
        "postgres://posit_connect@database.example.com:5432/posit_connect?sslmode=verify-full&sslrootcert=/roots.pem",
    releaseName: "posit-connect",
    claimName: "files",
    contentServiceAccountName: "content-account",
    pythonConfigMapName: "python",
    databaseRoots: { name: "roots", key: "roots.pem" },
    license: { name: "license", key: "license.lic" },
    databasePassword: { name: "database", key: "password" },
    oidcClientSecret: { name: "oidc", key: "client-secret" },
    certificates: { name: "certificates", key: "authorities.pem" },
    ldapBindPassword: { name: "ldap", key: "password" },
    smtpPassword: { name: "smtp", key: "password" },
    packageManagerLogin: undefined,
    pullSecretName: undefined,
    autoscaling: "none",
    gpusPerProcess: 0,
    placement: { servers: {}, content: {} },
    secretsHash: "0123456789abcdef",
};

export const oidc: Extract<ConnectSettings["authentication"], { provider: "oidc" }> = {
    provider: "oidc",
    issuer: "https://login.example.com/v2.0",
    clientId: "connect",
    scopes: ["groups"],
    usernameClaim: "preferred_username",
    groupsClaim: "groups",
    groupsAutoProvision: false,
};

export const ldap: Extract<ConnectSettings["authentication"], { provider: "ldap" }> = {
    provider: "ldap",
    host: "ldap.example.com",
    encryption: "tls",
    bindDn: "CN=connect,OU=Service Accounts,DC=example,DC=com",
    usersBaseDn: "OU=Users,DC=example,DC=com",
    userObjectClass: "user",
    usernameAttribute: "sAMAccountName",
    uniqueIdAttribute: "objectGUID",
    emailAttribute: "mail",
    firstNameAttribute: "givenName",
    lastNameAttribute: "sn",
    groupsBaseDn: "OU=Groups,DC=example,DC=com",
    groupObjectClass: "group",
    groupNameAttribute: "cn",
};

export const smtp: NonNullable<ConnectSettings["smtp"]> = {
    host: "smtp.example.com",
    port: 587,
    encryption: "starttls",
    user: "mailer",
    senderEmail: "connect@example.com",
};
