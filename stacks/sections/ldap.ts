import { z } from "zod";
import { oneOf, table, text, wholeNumber } from "../field";
import { hostName } from "../hostName";

/** A distinguished name; Connect does not support a slash in one. Source: Connect admin guide, "LDAP & Active Directory". */
const distinguishedName = (example: string) =>
    text(/^[A-Za-z][\w.-]*=[^/\p{Cc}]+$/u, `a distinguished name without a slash, such as ${example}`);

const attribute = (form: string) => text(/^[A-Za-z][A-Za-z0-9;.-]*$/, `the name of ${form}`);

/** An LDAP directory. The defaults are Active Directory's. */
export const ldap = table({
    provider: z
        .literal("ldap")
        .describe(
            "An LDAP directory or Active Directory, always over TLS with a verified certificate. Servers must be able to reach it from " +
                "the private subnets: the program opens no route to a network outside the VPC.",
        ),
    host: hostName("ldap.example.com").describe("Directory server, by the name in its certificate."),
    encryption: oneOf(["tls", "starttls"])
        .default("tls")
        .describe("`tls` starts with TLS (LDAPS); `starttls` upgrades the connection to TLS."),
    port: wholeNumber({ min: 1, max: 65535 })
        .optional()
        .meta({ defaultText: "636 with `tls`, 389 with `starttls`" })
        .describe("Port of the directory server."),
    bindDn: distinguishedName("CN=connect,OU=Services,DC=example,DC=com")
        .optional()
        .describe(
            "Service account that searches the directory, with the password `posit-connect:ldapBindPassword`. Without it, users log in " +
                "with their own credentials, and Connect cannot search for users or groups.",
        ),
    usersBaseDn: distinguishedName("OU=Users,DC=example,DC=com").describe("Subtree with the users."),
    userObjectClass: attribute("an object class").default("user").describe("Object class of users."),
    usernameAttribute: attribute("an attribute")
        .default("sAMAccountName")
        .describe("Attribute with the user name, such as `uid`."),
    uniqueIdAttribute: attribute("an attribute")
        .default("objectGUID")
        .describe(
            "Attribute that identifies a user or group for good, such as `entryUUID`. Do not change it later.",
        ),
    emailAttribute: attribute("an attribute").default("mail").describe("Attribute with the mail address."),
    firstNameAttribute: attribute("an attribute")
        .default("givenName")
        .describe("Attribute with the first name."),
    lastNameAttribute: attribute("an attribute").default("sn").describe("Attribute with the last name."),
    groupsBaseDn: distinguishedName("OU=Groups,DC=example,DC=com")
        .optional()
        .describe("Subtree with the groups. Requires `bindDn`. Without it, groups are Connect's own."),
    groupObjectClass: attribute("an object class").default("group").describe("Object class of groups."),
    groupNameAttribute: attribute("an attribute").default("cn").describe("Attribute with a group's name."),
});
