/** Days before an end of standard support from which an upgrade is due. */
export const SUPPORT_NOTICE_DAYS = 90;

/** Age in days of a release of the nodes' image that is too old: AWS releases one about every two weeks, with fixes of the kernel. */
export const OLD_RELEASE_DAYS = 60;

/** Day, `YYYY-MM-DD`, of a release of the nodes' image, such as `1.35.3-20260415`; `undefined` for any other text. */
export function releaseDay(release: string): string | undefined {
    const [, year, month, day] = /-(\d{4})(\d{2})(\d{2})$/.exec(release) ?? [];
    const text = `${year ?? ""}-${month ?? ""}-${day ?? ""}`;
    return Number.isNaN(Date.parse(text)) ? undefined : text;
}
