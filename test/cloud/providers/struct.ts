import { Struct } from "google-protobuf/google/protobuf/struct_pb";

/** Property values in the wire format: plain JSON with Pulumi's marks. */
export function fromStruct(struct: Struct | undefined): Record<string, unknown> {
    return struct?.toJavaScript() ?? {};
}

export function toStruct(value: Record<string, unknown>): Struct {
    // A missing value is omitted: null would be a value.
    return Struct.fromJavaScript(JSON.parse(JSON.stringify(value)) as Record<string, never>);
}
