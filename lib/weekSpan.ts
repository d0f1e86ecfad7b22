const DAYS = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
const HOUR = 60;
const DAY = 24 * HOUR;
const WEEK = 7 * DAY;

/** A span of every week, in minutes from Sunday 00:00 UTC. One that ends in the next week ends after its last minute. */
export interface WeekSpan {
    start: number;
    end: number;
}

/** A maintenance window as RDS writes it, such as `sat:21:00-sat:22:00`; `undefined` if the text is none. */
export function windowSpan(window: string): WeekSpan | undefined {
    const [, from = "", to = ""] =
        /^([a-z]{3}:\d\d:[0-5]\d)-([a-z]{3}:\d\d:[0-5]\d)$/.exec(window.toLowerCase()) ?? [];
    const [start, end] = [from, to].map(minuteOf);
    return start === undefined || end === undefined
        ? undefined
        : { start, end: end <= start ? end + WEEK : end };
}

function minuteOf(time: string): number | undefined {
    const [day = "", hour, minute] = time.split(":");
    const minutes = Number(hour) * HOUR + Number(minute);
    return DAYS.includes(day) && minutes < DAY ? DAYS.indexOf(day) * DAY + minutes : undefined;
}

/**
 * The minutes of a week at which a schedule of AWS Backup starts a job, in UTC; `undefined` if it cannot be read, or is not
 * the same each week.
 *
 * Source: EventBridge user guide, "Cron expressions": minutes, hours, day of month, month, day of week (1 is Sunday), year.
 */
export function weeklyStarts(schedule: string): number[] | undefined {
    const [, minute = "", hour = "", dayOfMonth = "", month, dayOfWeek = "", year] =
        /^cron\((\S+) (\S+) (\S+) (\S+) (\S+) (\S+)\)$/.exec(schedule) ?? [];
    const isEachWeek = ["*", "?"].includes(dayOfMonth) && month === "*" && year === "*";
    const minutes = numbers(minute, HOUR);
    const hours = numbers(hour, 24);
    const days = daysOf(dayOfWeek);
    if (!isEachWeek || minutes === undefined || hours === undefined || days === undefined) {
        return undefined;
    }
    return days.flatMap((day) => hours.flatMap((h) => minutes.map((m) => day * DAY + h * HOUR + m)));
}

function numbers(field: string, limit: number): number[] | undefined {
    if (field === "*") {
        return [...Array(limit).keys()];
    }
    const values = field.split(",");
    return values.every((value) => /^\d+$/.test(value) && Number(value) < limit)
        ? values.map(Number)
        : undefined;
}

function daysOf(field: string): number[] | undefined {
    if (["*", "?"].includes(field)) {
        return [...DAYS.keys()];
    }
    const days = field
        .toLowerCase()
        .split(",")
        .map((day) => (/^[1-7]$/.test(day) ? Number(day) - 1 : DAYS.indexOf(day)));
    return days.includes(-1) ? undefined : days;
}

/** The span in which a job may start that is scheduled for a minute of the week. */
export const startSpan = (start: number, startWindowMinutes: number): WeekSpan => ({
    start,
    end: start + startWindowMinutes,
});

/**
 * Whether a backup that starts within a span may find the database in its maintenance window, or in the hour before it.
 * AWS Backup cannot start one then. Where a plan makes both snapshots and continuous backups, AWS Backup is said to choose a time
 * that fits; nothing here relies on that.
 *
 * Source: AWS Backup developer guide, "Troubleshooting AWS Backup".
 */
export function isKeptFromStarting(starts: WeekSpan, window: WeekSpan): boolean {
    const kept = { start: window.start - HOUR, end: window.end };
    return [-WEEK, 0, WEEK].some(
        (shift) => starts.start + shift <= kept.end && kept.start <= starts.end + shift,
    );
}

/** A span as people read it: `sun:17:00–sun:19:00 UTC`. */
export const showSpan = ({ start, end }: WeekSpan): string => `${showMinute(start)}–${showMinute(end)} UTC`;

function showMinute(minute: number): string {
    const inWeek = (minute + WEEK) % WEEK;
    const two = (value: number): string => String(value).padStart(2, "0");
    return `${DAYS[Math.floor(inWeek / DAY)] ?? ""}:${two(Math.floor((inWeek % DAY) / HOUR))}:${two(inWeek % HOUR)}`;
}
