import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { nearest } from '../config/nearest.ts';
import { Failure, UsageError } from './failures.ts';
import { newPlugin } from './new-plugin.ts';

/** Where the command runs, and what it writes to. */
export interface Surroundings {
  cwd: string;
  /** The folder of the templates; the package's own `package.json` lies beside it. */
  templates: URL;
  print(line: string): void;
  complain(line: string): void;
}

const COMMANDS = ['new-plugin'];

const HELP = `Usage: plugboard new-plugin <name> [folder]

Commands:
  new-plugin <name> [folder]   Writes the package of a provider plugin, with its tests, that builds and passes at once.
                               The folder must be new or empty. Default: plugboard-<name>

Options:
  -h, --help                   Shows this.
  -v, --version                Shows the version.

Exit codes: 0 done, 1 it could not be done, 2 the command was not understood.`;

/** Runs the command, and gives the exit code. */
export async function run(args: readonly string[], surroundings: Surroundings): Promise<0 | 1 | 2> {
  try {
    await perform(args, surroundings);
    return 0;
  } catch (error) {
    if (error instanceof UsageError) {
      surroundings.complain(`plugboard: ${error.message}\nplugboard --help shows what can be said.`);
      return 2;
    }
    if (!(error instanceof Failure)) throw error;
    surroundings.complain(`plugboard: ${error.message}`);
    return 1;
  }
}

async function perform(args: readonly string[], surroundings: Surroundings): Promise<void> {
  const { values, positionals } = parse(args);
  const { print, templates } = surroundings;
  const [command, ...operands] = positionals;
  const version = await versionOf(templates);
  if (values.help) return print(HELP);
  if (values.version) return print(version);
  if (command === undefined) throw new UsageError('no command was given.');
  if (!COMMANDS.includes(command)) {
    const near = nearest(command, COMMANDS);
    throw new UsageError(`there is no command "${command}".${near ? ` Did you mean "${near}"?` : ''}`);
  }
  await newPlugin(operands, { ...surroundings, version });
}

function parse(args: readonly string[]) {
  const options = { help: { type: 'boolean', short: 'h' }, version: { type: 'boolean', short: 'v' } } as const;
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    // Of what Node says, the first sentence: the rest is on words that begin with a dash, of which there are none here.
    const [said] = (error as Error).message.split('. ');
    throw new UsageError(`${said?.replace(/\.$/, '')}.`);
  }
}

async function versionOf(templates: URL): Promise<string> {
  return JSON.parse(await readFile(new URL('../package.json', templates), 'utf8')).version;
}
