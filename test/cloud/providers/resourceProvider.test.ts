import { credentials, type ServiceError } from "@grpc/grpc-js";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import { PluginAttach } from "@pulumi/pulumi/proto/plugin_pb";
import * as proto from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { expect } from "chai";
import { type Served, serve } from "./serve";
import { fromStruct, toStruct } from "./struct";
import { secret, UNKNOWN_SENTINEL } from "../../../lib/wire";
import { World } from "../world";

const KEY = "urn:pulumi:test::test::aws:kms/key:Key::key";
const PASSWORD = "urn:pulumi:test::test::random:index/randomPassword:RandomPassword::password";

type Callback<T> = (error: ServiceError | null, response: T) => void;

describe("the simulated providers", () => {
    let world: World;
    let served: Served;
    let client: ResourceProviderClient;

    beforeEach(async () => {
        world = new World();
        served = await serve(world.cloud);
        client = new ResourceProviderClient(`127.0.0.1:${port(served)}`, credentials.createInsecure());
    });

    afterEach(() => {
        client.close();
        served.stop();
    });

    async function call<T>(send: (callback: Callback<T>) => unknown): Promise<T> {
        return new Promise((resolve, reject) => {
            send((error, response) => {
                if (error === null) {
                    resolve(response);
                } else {
                    reject(new Error(error.details));
                }
            });
        });
    }

    async function failure(attempt: Promise<unknown>): Promise<string> {
        return attempt.then(
            () => "no failure",
            (error: unknown) => (error as Error).message,
        );
    }

    function creation(urn: string, inputs: Record<string, unknown>, preview = false): proto.CreateRequest {
        const request = new proto.CreateRequest();
        request.setUrn(urn);
        request.setProperties(toStruct(inputs));
        request.setPreview(preview);
        return request;
    }

    async function create(urn: string, inputs: Record<string, unknown>): Promise<proto.CreateResponse> {
        return call((callback) => client.create(creation(urn, inputs), callback));
    }

    it("serve every package that the program uses, and support secrets", async () => {
        const configured = await call<proto.ConfigureResponse>((callback) =>
            client.configure(new proto.ConfigureRequest(), callback),
        );
        const shaken = await call<proto.ProviderHandshakeResponse>((callback) =>
            client.handshake(new proto.ProviderHandshakeRequest(), callback),
        );
        const info = await call<{ getVersion(): string }>((callback) =>
            client.getPluginInfo(new Empty(), callback),
        );
        await call((callback) => client.attach(new PluginAttach(), callback));
        await call((callback) => client.cancel(new Empty(), callback));

        expect(served.attach.split(",").map((part) => part.split(":")[0])).to.deep.equal([
            "aws",
            "awsx",
            "eks",
            "kubernetes",
            "random",
            "tls",
        ]);
        expect(configured.getAcceptsecrets() && shaken.getAcceptSecrets()).to.equal(true);
        expect(info.getVersion()).to.equal("999.0.0");
    });

    it("name a port that is in use", async () => {
        const taken = port(served);
        expect(await failure(serve(world.cloud, { port: Number(taken) }))).to.equal(
            `port ${taken} is in use. Omit it to use a free port`,
        );
    });

    it("accept inputs and settings without changes", async () => {
        const request = new proto.CheckRequest();
        request.setUrn(KEY);
        request.setNews(toStruct({ description: secret("hidden") }));
        const response = await call<proto.CheckResponse>((callback) => client.check(request, callback));
        const config = await call<proto.CheckResponse>((callback) => client.checkConfig(request, callback));

        for (const { inputs, failuresList } of [response.toObject(), config.toObject()]) {
            expect({ inputs, failuresList }).to.deep.equal({
                inputs: toStruct({ description: secret("hidden") }).toObject(),
                failuresList: [],
            });
        }
    });

    it("create, read, update and delete", async () => {
        const created = await create(KEY, { description: secret("hidden") });
        const id = created.getId();
        const reading = new proto.ReadRequest();
        reading.setUrn(KEY);
        reading.setId(id);
        reading.setInputs(toStruct({ description: secret("hidden") }));
        const read = await call<proto.ReadResponse>((callback) => client.read(reading, callback));
        const updating = new proto.UpdateRequest();
        updating.setUrn(KEY);
        updating.setId(id);
        updating.setNews(toStruct({ description: "shown" }));
        const updated = await call<proto.UpdateResponse>((callback) => client.update(updating, callback));
        updating.setPreview(true);
        const previewed = await call<proto.UpdateResponse>((callback) => client.update(updating, callback));
        const deleting = new proto.DeleteRequest();
        deleting.setUrn(KEY);
        deleting.setId(id);
        await call((callback) => client.delete(deleting, callback));
        const deleted = await call<proto.ReadResponse>((callback) => client.read(reading, callback));

        const arn = `arn:aws:kms:us-east-1:123456789012:key/${id}`;
        expect(fromStruct(created.getProperties())).to.deep.equal({
            description: secret("hidden"),
            id,
            keyId: id,
            arn,
        });
        expect(fromStruct(read.getProperties())).to.deep.equal(fromStruct(created.getProperties()));
        expect(fromStruct(updated.getProperties())).to.deep.equal({
            description: "shown",
            id,
            keyId: id,
            arn,
        });
        expect(fromStruct(previewed.getProperties())).to.deep.equal(fromStruct(updated.getProperties()));
        expect(deleted.getId()).to.equal("");
    });

    it("return unknown values for computed outputs in a preview", async () => {
        const request = creation(
            "urn:pulumi:test::test::aws:eks/cluster:Cluster::cluster",
            { name: "c", vpcConfig: { subnetIds: ["a"] } },
            true,
        );
        const response = await call<proto.CreateResponse>((callback) => client.create(request, callback));

        expect(fromStruct(response.getProperties())).to.deep.include({
            name: "c",
            endpoint: UNKNOWN_SENTINEL,
            vpcConfig: { subnetIds: ["a"], clusterSecurityGroupId: UNKNOWN_SENTINEL },
        });
        expect(world.cloud.all()).to.deep.equal([]);
    });

    it("mark the same outputs as secret as the real ones", async () => {
        const { result } = fromStruct((await create(PASSWORD, { length: 20 })).getProperties());

        expect(result)
            .to.have.property("value")
            .that.matches(/^simulated/);
    });

    it("find changes outside Pulumi", async () => {
        const created = await create(KEY, { description: "mine" });
        world.cloud.drift("aws:kms/key:Key", () => ({ description: "theirs" }));
        const request = new proto.ReadRequest();
        request.setUrn(KEY);
        request.setId(created.getId());
        request.setInputs(toStruct({ description: "mine" }));
        const read = await call<proto.ReadResponse>((callback) => client.read(request, callback));

        expect(fromStruct(read.getInputs())).to.deep.equal({ description: "theirs" });
    });

    it("treat Kubernetes objects without their cluster as deleted only if configured", async () => {
        const request = new proto.ReadRequest();
        request.setUrn("urn:pulumi:test::test::kubernetes:core/v1:ConfigMap::map");
        request.setId("map");
        const configured = await serve(world.cloud, { env: { PULUMI_K8S_DELETE_UNREACHABLE: "true" } });
        const other = new ResourceProviderClient(
            `127.0.0.1:${port(configured)}`,
            credentials.createInsecure(),
        );
        const deleted = await call<proto.ReadResponse>((callback) => other.read(request, callback));
        other.close();
        configured.stop();

        expect(deleted.getId()).to.equal("");
        expect(await failure(call((callback) => client.read(request, callback)))).to.equal(
            "failed to read resource state due to unreachable cluster. If the cluster was deleted, you can remove this resource " +
                "from Pulumi state by rerunning the operation with the PULUMI_K8S_DELETE_UNREACHABLE environment variable set " +
                'to "true"',
        );
    });

    it("report differences, and whether they can be changed in place", async () => {
        const request = new proto.DiffRequest();
        request.setUrn(KEY);
        request.setOldInputs(toStruct({ description: "a", multiRegion: false }));
        request.setNews(toStruct({ description: "b", multiRegion: true }));
        const response = await call<proto.DiffResponse>((callback) => client.diff(request, callback));

        expect(response.getDiffsList()).to.deep.equal(["description", "multiRegion"]);
        expect(response.getReplacesList()).to.deep.equal(["multiRegion"]);
        expect(
            [...response.getDetaileddiffMap().entries()].map(([path, detail]) => [path, detail.getKind()]),
        ).to.deep.equal([
            ["description", proto.PropertyDiff.Kind.UPDATE],
            ["multiRegion", proto.PropertyDiff.Kind.UPDATE_REPLACE],
        ]);
        request.setNews(toStruct({ description: "a", multiRegion: false }));
        const same = await call<proto.DiffResponse>((callback) => client.diff(request, callback));
        expect(same.getChanges()).to.equal(proto.DiffResponse.DiffChanges.DIFF_NONE);
    });

    it("replace only a Kubernetes provider", async () => {
        const replaced = async (type: string): Promise<string[]> => {
            const request = new proto.DiffRequest();
            request.setUrn(`urn:pulumi:test::test::pulumi:providers:${type}::provider`);
            request.setOlds(toStruct({ clusterIdentifier: "a" }));
            request.setNews(toStruct({ clusterIdentifier: "b" }));
            return (
                await call<proto.DiffResponse>((callback) => client.diffConfig(request, callback))
            ).getReplacesList();
        };

        expect(await replaced("kubernetes")).to.deep.equal(["clusterIdentifier"]);
        expect(await replaced("aws")).to.deep.equal([]);
    });

    it("fail with the error code of the cloud, and for anything that the simulation does not know", async () => {
        await create("urn:pulumi:test::test::aws:iam/role:Role::role", { name: "r" });
        const invoke = new proto.InvokeRequest();
        invoke.setTok("aws:index/getRegion:getRegion");

        expect(
            await failure(create("urn:pulumi:test::test::aws:iam/role:Role::other", { name: "r" })),
        ).to.equal("EntityAlreadyExists: the role r already exists");
        expect(await failure(call((callback) => client.invoke(invoke, callback)))).to.equal(
            "the simulation does not know the invoke aws:index/getRegion:getRegion; add it to simulation/invokes.ts",
        );
        const construct = new proto.ConstructRequest();
        construct.setType("awsx:ecr:Repository");
        expect(await failure(call((callback) => client.construct(construct, callback)))).to.equal(
            "the simulation does not know the remote component awsx:ecr:Repository; add it to simulation/expansions",
        );
    });
});

function port({ attach }: Served): string {
    return attach.split(",")[0]?.split(":")[1] ?? "";
}
