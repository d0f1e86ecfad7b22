/** Byte order marks and their encodings. Text without a mark is UTF-8. */
const MARKS = [
    { mark: [0xef, 0xbb, 0xbf], encoding: "utf-8" },
    { mark: [0xff, 0xfe], encoding: "utf-16le" },
    { mark: [0xfe, 0xff], encoding: "utf-16be" },
] as const;

/** Decodes text with its byte order mark, and removes the mark. PowerShell and some editors write UTF-16. */
export function decodeText(bytes: Uint8Array): string {
    const encoding = MARKS.find(({ mark }) => mark.every((byte, i) => bytes[i] === byte))?.encoding;
    return new TextDecoder(encoding ?? "utf-8").decode(bytes);
}
