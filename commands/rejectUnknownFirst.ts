import type { Command, Option } from "commander";

/** Methods of the parser that its type declarations leave out. */
interface Parser {
    missingMandatoryOptionValue: (option: Option) => void;
    unknownOption: (flag: string) => void;
}

/**
 * Makes a command report an unknown option before a missing one. The parser's own order would report a mistyped required option
 * as missing.
 *
 * Source: commander 14, lib/command.js, `_parseCommand`.
 */
export function rejectUnknownFirst(command: Command): Command {
    const parser = command as unknown as Parser;
    const rejectMissing = parser.missingMandatoryOptionValue.bind(command);
    parser.missingMandatoryOptionValue = (option) => {
        const unknown = command.args.find((argument) => argument.startsWith("-"));
        if (unknown !== undefined) {
            parser.unknownOption(unknown);
        }
        rejectMissing(option);
    };
    return command;
}
