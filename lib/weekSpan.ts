const DAYS = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
const HOUR = 60;
const DAY = 24 * HOUR;
const WEEK = 7 * DAY;

/** A weekly time span, in minutes from Sunday 00:00 UTC. If it ends in the next week, `end` is after the week's last minute. */
export interface WeekSpan {
    start: number;
    end: number;
}

/** Parses an RDS maintenance window, such as `sat:21:00-sat:22:00`. Returns `undefined` if the text is not one. */
export function parseWindow(window: string): WeekSpan | undefined {
    const [, from = "", to = ""] =
        /^([a-z]{3}:\d\d:[0-5]\d)-([a-z]{3}:\d\d:[0-5]\d)$/.exec(window.toLowerCase()) ?? [];
    const [start, end] = [from, to].map(parseMinute);
    return start === undefined || end === undefined
        ? undefined
        : { start, end: end <= start ? end + WEEK : end };
}

function parseMinute(time: string): number | undefined {
    const [day = "", hour, minute] = time.split(":");
    const minutes = Number(hour) * HOUR + Number(minute);
    return DAYS.includes(day) && minutes < DAY ? DAYS.indexOf(day) * DAY + minutes : undefined;
}

/**
 * The minutes of the week, in UTC, at which an AWS Backup schedule starts a job. Returns `undefined` if the schedule cannot be
 * parsed or is not the same each week.
 *
 * Source: EventBridge user guide, "Cron expressions": minutes, hours, day of month, month, day of week (1 is Sunday), year.
 */
export function weeklyStarts(schedule: string): number[] | undefined {
    const [, minute = "", hour = "", dayOfMonth = "", month, dayOfWeek = "", year] =
        /^cron\((\S+) (\S+) (\S+) (\S+) (\S+) (\S+)\)$/.exec(schedule) ?? [];
    const isEachWeek = ["*", "?"].includes(dayOfMonth) && month === "*" && year === "*";
    const minutes = parseNumbers(minute, HOUR);
    const hours = parseNumbers(hour, 24);
    const days = parseDays(dayOfWeek);
    if (!isEachWeek || minutes === undefined || hours === undefined || days === undefined) {
        return undefined;
    }
    return days.flatMap((day) => hours.flatMap((h) => minutes.map((m) => day * DAY + h * HOUR + m)));
}

function parseNumbers(field: string, limit: number): number[] | undefined {
    if (field === "*") {
        return [...Array(limit).keys()];
    }
    const values = field.split(",");
    return values.every((value) => /^\d+$/.test(value) && Number(value) < limit)
        ? values.map(Number)
        : undefined;
}

function parseDays(field: string): number[] | undefined {
    if (["*", "?"].includes(field)) {
        return [...DAYS.keys()];
    }
    const days = field
        .toLowerCase()
        .split(",")
        .map((day) => (/^[1-7]$/.test(day) ? Number(day) - 1 : DAYS.indexOf(day)));
    return days.includes(-1) ? undefined : days;
}

/** The span in which a job that is scheduled for the minute `start` can start. */
export const startSpan = (start: number, startWindowMinutes: number): WeekSpan => ({
    start,
    end: start + startWindowMinutes,
});

/**
 * Whether the span in which a backup starts overlaps the database's maintenance window or the hour before it. AWS Backup cannot
 * start a backup then. According to AWS, AWS Backup chooses a suitable time if a plan creates both snapshots and continuous
 * backups. This program does not rely on it.
 *
 * Source: AWS Backup developer guide, "Troubleshooting AWS Backup".
 */
export function blocksBackupStart(starts: WeekSpan, window: WeekSpan): boolean {
    const blocked = { start: window.start - HOUR, end: window.end };
    return [-WEEK, 0, WEEK].some(
        (shift) => starts.start + shift <= blocked.end && blocked.start <= starts.end + shift,
    );
}

/** Formats a span, such as `sun:17:00–sun:19:00 UTC`. */
export const formatSpan = ({ start, end }: WeekSpan): string =>
    `${formatMinute(start)}–${formatMinute(end)} UTC`;

function formatMinute(minute: number): string {
    const inWeek = (minute + WEEK) % WEEK;
    const pad = (value: number): string => String(value).padStart(2, "0");
    return `${DAYS[Math.floor(inWeek / DAY)] ?? ""}:${pad(Math.floor((inWeek % DAY) / HOUR))}:${pad(inWeek % HOUR)}`;
}
