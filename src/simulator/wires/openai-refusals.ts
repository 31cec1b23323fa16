import type { Problem } from '../wire.ts';
import { explainFlaw, type Flaw } from './chat-completions-request.ts';

const NAMES: Record<string, string> = {
  string: 'a string',
  number: 'a decimal',
  integer: 'an integer',
  boolean: 'a boolean',
  list: 'an array',
  object: 'an object',
};

/** A refusal in the words of OpenAI's chat completions, with the member that is meant and a code. */
export function refuseLikeOpenai(flaw: Flaw): Problem {
  const param = flaw.path.replaceAll(/\.(\d+)/g, '[$1]');
  const refuse = (message: string, code: string | null = null): Problem => ({ status: 400, message, details: { param, code } });
  switch (flaw.kind) {
    case 'missing':
      return refuse(`Missing required parameter: '${param}'.`, 'missing_required_parameter');
    case 'unknown':
      return refuse(`Unknown parameter: '${param}'.`, 'unknown_parameter');
    case 'type': {
      const [expected, given] = [flaw.expected, flaw.given].map((type) => NAMES[type] ?? type);
      return refuse(`Invalid type for '${param}': expected ${expected}, but got ${given} instead.`, 'invalid_type');
    }
    case 'choice': {
      const choices = flaw.choices.map((name) => `'${name}'`);
      const listed = `${choices.slice(0, -1).join(', ')}${choices.length > 1 ? ' and ' : ''}${choices.at(-1)}`;
      return refuse(`Invalid value: '${flaw.value}'. Supported values are: ${listed}.`, 'invalid_value');
    }
    case 'pattern':
      return refuse(
        `Invalid '${param}': string does not match pattern. Expected a string that matches the pattern '${flaw.pattern.source}'.`,
        'invalid_value',
      );
    case 'no such model':
      return {
        status: 404,
        message: `The model \`${flaw.model}\` does not exist or you do not have access to it.`,
        details: { code: 'model_not_found' },
      };
    case 'no such tool':
      return refuse(`Tool choice '${flaw.name}' not found in 'tools' parameter.`);
    case 'no tools':
      return refuse(`'${param}' is only allowed when 'tools' are specified.`);
    case 'no stream':
      return refuse(`The '${param}' parameter is only allowed when 'stream' is enabled.`);
    case 'forced in thought':
    case 'no thoughts':
    case 'no such format':
    case 'bad schema':
      return refuse(explainFlaw(flaw));
    case 'no word':
      return refuse("'messages' must contain the word 'json' in some form, to use 'response_format' of type 'json_object'.");
    case 'no such block': {
      const listed = flaw.types.map((type) => `'${type}'`);
      const all = `${listed.slice(0, -1).join(', ')}, and ${listed.at(-1)}`;
      return refuse(`Invalid value: '${flaw.type}'. Supported values are: ${all}.`, 'invalid_value');
    }
    case 'bad media':
      return flaw.type === 'file' ? refuseFile(flaw.value, param) : refuseImage();
    case 'no content':
      return refuse("Invalid value for 'content': expected a string, got null.");
    case 'no call':
      return refuse("Invalid parameter: messages with role 'tool' must be a response to a preceeding message with 'tool_calls'.");
    case 'no result':
      return refuse(`${explainFlaw(flaw)} The following tool_call_ids did not have response messages: ${flaw.ids.join(', ')}`);
    default:
      return refuse(...outOfBounds(flaw, param));
  }
}

function refuseFile(value: string, param: string): Problem {
  const expected = "a base64-encoded data URL with an application/pdf MIME type (e.g. 'data:application/pdf;base64,aGVsbG8=')";
  const message = `Invalid file data: '${param}.file_data'. Expected ${expected}, but got '${value.slice(0, 40)}' instead.`;
  return { status: 400, message, details: { param: `${param}.file_data`, code: 'invalid_value' } };
}

/** Whatever is wrong with its bytes. */
function refuseImage(): Problem {
  const message =
    "You uploaded an unsupported image. Please make sure your image has of one the following formats: ['png', 'jpeg', 'gif', 'webp'].";
  return { status: 400, message, details: { param: null, code: 'invalid_image_format' } };
}

/** Too little, too much, too many. */
function outOfBounds(
  flaw: Extract<Flaw, { kind: 'empty' | 'least' | 'most' | 'over' | 'under' | 'items' }>,
  param: string,
): [message: string, code: string] {
  const { kind, value } = flaw;
  if (kind === 'items') {
    const length = (value as unknown[]).length;
    const words = `Expected an array with maximum length ${flaw.limit}, but got an array with length ${length} instead.`;
    return [`Invalid '${param}': array too long. ${words}`, 'array_above_max_length'];
  }
  if (kind === 'empty') {
    const type = typeof value === 'string' ? 'string' : 'array';
    const words = `Expected ${NAMES[type] ?? 'an array'} with minimum length 1, but got an empty ${type} instead.`;
    return [`Invalid '${param}': empty ${type}. ${words}`, `empty_${type}`];
  }
  const type = /temperature|top_p|penalty/.test(param) ? 'decimal' : 'integer';
  const [where, sign, code] =
    kind === 'least' || kind === 'over' ? ['below minimum', '>=', 'below_min'] : ['above maximum', '<=', 'above_max'];
  return [
    `Invalid '${param}': ${type} ${where} value. Expected a value ${sign} ${flaw.limit}, but got ${value} instead.`,
    `${type}_${code}_value`,
  ];
}
