import { expect } from "chai";
import { seededDelay } from "./cloud";
import { rejection, World } from "./world";

describe("the simulated cloud records", () => {
    it("completed operations in their order", async () => {
        const world = new World();
        const key = await world.make("key", "key");
        await world.change(key, { description: "other" });
        await world.drop(key);

        expect(world.cloud.history.map(({ verb, id }) => [verb, id])).to.deep.equal([
            ["create", key.id],
            ["update", key.id],
            ["delete", key.id],
        ]);
        expect(world.cloud.all()).to.deep.equal([]);
    });

    it("each generation of a resource with its own id, also if the old one is deleted later", async () => {
        const world = new World();
        const old = await world.make("key", "key");
        const young = await world.make("key", "key");
        await world.drop(old);

        expect(young.id).to.not.equal(old.id);
        expect(world.cloud.all().map(({ id }) => id)).to.deep.equal([young.id]);
    });

    it("several objects without a unique id", async () => {
        const world = new World();
        await world.make("password", "one", { length: 20 });
        const two = await world.make("password", "two", { length: 20 });
        await world.drop(two);

        expect(world.cloud.all().map(({ name }) => name)).to.deep.equal(["one"]);
    });

    it("one DNS record, which each stack can overwrite and delete", async () => {
        const world = new World();
        const record = { zoneId: "Z", name: "a", type: "A" };
        const targets = (): unknown[] => world.cloud.all().map(({ outputs }) => outputs["aliases"]);
        const mine = await world.make("record", "mine", { ...record, aliases: ["old"] });
        const yours = await world.make("record", "yours", {
            ...record,
            aliases: ["new"],
            allowOverwrite: true,
        });
        expect(targets()).to.deep.equal([["new"], ["new"]]);
        await world.change(mine, { aliases: ["old"] });
        expect(targets()).to.deep.equal([["old"], ["old"]]);
        await world.drop(yours);
        expect(world.cloud.all()).to.deep.equal([]);
    });

    it("a state that can be restored", async () => {
        const world = new World();
        const key = await world.make("key", "key");
        const moment = world.cloud.save();
        await world.drop(key);
        world.cloud.restore(moment);

        expect(world.cloud.all()).to.deep.equal([key]);
        expect(world.cloud.leftovers).to.deep.equal([]);
        expect(world.cloud.history).to.deep.equal([]);
        expect(await rejection(world.make("fileSystem", "files", { kmsKeyId: key.outputs["arn"] }))).to.equal(
            "",
        );
    });

    it("the outputs of the creation, except those that each update changes", async () => {
        const world = new World();
        const template = await world.make("launchTemplate", "template");
        const changed = await world.change(template, { description: "other" });

        expect(changed.outputs).to.deep.equal({
            ...template.outputs,
            description: "other",
            latestVersion: 2,
        });
        expect(
            world.cloud.previewUpdate(
                template.type,
                template.urn,
                template.id,
                { description: "third" },
                "?",
            ),
        ).to.deep.equal({ ...template.outputs, description: "third", latestVersion: "?" });
    });

    it("changes outside Pulumi", async () => {
        const world = new World();
        const key = await world.make("key", "key", { description: "mine" });
        world.cloud.drift(key.type, () => ({ description: "theirs", enabled: false }));

        const [found] = world.cloud.all();
        expect(found?.inputs).to.deep.equal({ description: "theirs" });
        expect(found?.outputs).to.include({ description: "theirs", enabled: false });
    });
});

describe("a deleted object in the simulated cloud", () => {
    it("has no name that a remaining part of it uses", async () => {
        const world = new World();
        const topic = await world.make("topic", "topic", { name: "t" });
        await world.drop(await world.make("topicPolicy", "topic", { arn: topic.id }));

        expect(await rejection(world.make("topicPolicy", "other", { arn: topic.id }))).to.equal("");
    });
});

describe("an operation in the simulated cloud", () => {
    it("waits if the provider retries, and continues if the cause is removed", async () => {
        const world = new World({ patienceMs: 1000, delay: () => 5 });
        const vpc = await world.make("vpc", "vpc");
        await world.subnet("subnet", vpc.id, "us-east-1a", "10.0.0.0/24");
        const [subnet] = world.cloud.all("aws:ec2/subnet:Subnet");
        const leaving = world.drop(vpc);
        expect(world.cloud.busy).to.equal(true);
        if (subnet !== undefined) {
            await world.drop(subnet);
        }
        await leaving;

        expect(world.cloud.all()).to.deep.equal([]);
        expect(world.cloud.waits).to.deep.equal([{ urn: vpc.urn, code: "DependencyViolation" }]);
        expect(world.cloud.busy).to.equal(false);
    });

    it("waits only while a running operation could remove the cause", async () => {
        const world = new World({ patienceMs: 5, delay: (_, urn) => (urn.endsWith("slow") ? 40 : 0) });
        const vpc = await world.make("vpc", "vpc");
        await world.subnet("subnet", vpc.id, "us-east-1a", "10.0.0.0/24");
        const slow = world.make("key", "slow");

        expect(await rejection(world.drop(vpc))).to.match(/^DependencyViolation: /);
        expect(world.cloud.all("aws:kms/key:Key")).to.have.lengthOf(1);
        await slow;
    });

    it("fails as configured, without effect", async () => {
        const world = new World({ fail: (verb) => (verb === "create" ? "Throttling" : undefined) });

        expect(await rejection(world.make("key", "key"))).to.equal("Throttling");
        expect(world.cloud.all()).to.deep.equal([]);
        expect(world.cloud.history).to.deep.equal([]);
    });

    it("is rejected for a type without a record", async () => {
        const world = new World();

        expect(
            await rejection(world.cloud.create("aws:kinesis/stream:Stream", "urn:::::queue", {})),
        ).to.match(/^the simulation does not know the type aws:kinesis\/stream:Stream/);
        expect(() => world.cloud.previewUpdate("aws:kms/key:Key", "urn", "none", {}, "?")).to.throw(
            "NotFound: aws:kms/key:Key none does not exist and cannot be updated",
        );
    });

    it("takes a time that follows only from the seed", () => {
        const [one, same, other] = [seededDelay(1, 1000), seededDelay(1, 1000), seededDelay(2, 1000)];

        expect(one("create", "urn")).to.equal(same("create", "urn"));
        expect(one("create", "urn")).to.not.equal(other("create", "urn"));
        expect(one("create", "urn")).to.be.within(0, 1000);
    });
});
