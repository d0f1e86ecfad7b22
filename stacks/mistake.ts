/** One thing that is wrong with a stack's settings. */
export interface Mistake {
    /** Key as `pulumi config set --path` takes it, such as `posit-connect:database.storageGiB`. */
    key: string;
    /** Value as it was given, cut where it is long. Absent where there is none, or where it may be a secret. */
    value?: string;
    /** What is allowed, and where it helps, what to do. */
    problem: string;
}
