import { Struct } from "google-protobuf/google/protobuf/struct_pb";

/** Property values as they travel: plain JSON with Pulumi's marks in it. */
export function fromStruct(struct: Struct | undefined): Record<string, unknown> {
    return struct?.toJavaScript() ?? {};
}

export function toStruct(value: Record<string, unknown>): Struct {
    // What is not there is left out: a null would be a value.
    return Struct.fromJavaScript(JSON.parse(JSON.stringify(value)) as Record<string, never>);
}
