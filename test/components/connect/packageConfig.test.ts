import { expect } from "chai";
import { netrc, packageConfig } from "../../../components/connect/packageConfig";
import { settings } from "../../fixtures";

describe("packageConfig", () => {
    it("makes pip and uv install from the repository and snapshot, and curl read the login if there is one", () => {
        const connect = {
            ...settings.connect,
            packageManagerUrl: "https://packages.example.com:8443/pm",
            packageRepositories: {
                ...settings.connect.packageRepositories,
                python: { repository: "checked", snapshot: "2026-11-02" },
            },
        };
        const index = "https://packages.example.com:8443/pm/checked/2026-11-02/simple";
        const python = [
            { key: "pip.conf", path: "/etc/pip.conf", text: `[global]\nindex-url = ${index}\n` },
            {
                key: "uv.toml",
                path: "/etc/uv/uv.toml",
                text: `[[index]]\nurl = "${index}"\ndefault = true\n`,
            },
        ];

        expect(packageConfig(connect, false)).to.deep.equal(python);
        expect(packageConfig(connect, true)).to.deep.equal([
            ...python,
            { key: "curlrc", path: "/etc/.curlrc", text: "--netrc-file /etc/netrc\n" },
        ]);
    });

    it("names the host without port and path in the login, and no line break of the token", () => {
        expect(netrc("https://packages.example.com:8443/pm", "a-token\n")).to.equal(
            "machine packages.example.com\nlogin __token__\npassword a-token\n",
        );
    });
});
