import { expect } from "chai";
import { distributionOf } from "../../catalog/distributions";

const NAMES: [image: string, distribution: string | undefined][] = [
    ["posit/connect-content:R4.6.0-python3.14.4-ubuntu-24.04-pro", "noble"],
    ["registry.data-team.org/content:r4.4.1-ubuntu2204", "jammy"],
    ["registry.data-team.org/content:r4.4.1-ubuntu22.04", "jammy"],
    ["registry.data-team.org/content-jammy:4.4.1", "jammy"],
    ["registry.data-team.org/content:focal", "focal"],
    ["registry.data-team.org/content:4.4.1-rockylinux9", "rhel9"],
    ["registry.data-team.org/content:4.4.1-rocky9.4", "rhel9"],
    ["registry.data-team.org/content:4.4.1-el9", "rhel9"],
    ["registry.data-team.org/content:rhel-10", "rhel10"],
    // Package Manager has one set of binaries for RHEL 8 and its like, under the name of CentOS 8.
    ["registry.data-team.org/content:ubi8-4.4.1", "centos8"],
    ["registry.data-team.org/content:rhel8.10", "centos8"],
    ["registry.data-team.org/content:centos7", "centos7"],
    ["registry.data-team.org/content:debian-11", "bullseye"],
    ["registry.data-team.org/content:debian-12", "bookworm"],
    ["registry.data-team.org/content:4.4.1-trixie", "trixie"],
    ["registry.data-team.org/content:sles15sp6", "opensuse156"],
    ["registry.data-team.org/content:opensuse15.5", "opensuse155"],
    ["registry.data-team.org/ubuntu:22.04", "jammy"],
    ["registry.data-team.org/content:al2023", undefined],
    ["registry.data-team.org/content:4.4.1", undefined],
    ["registry.data-team.org/content:ubuntu-22.041", undefined],
    ["registry.data-team.org/noble/content:jammy", undefined],
];

describe("distributionOf", () => {
    for (const [image, distribution] of NAMES) {
        it(`is ${String(distribution)} for ${image}`, () => {
            expect(distributionOf(image)).to.equal(distribution);
        });
    }
});
