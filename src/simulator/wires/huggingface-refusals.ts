import { type Complaint, explain } from '../check.ts';
import type { Problem } from '../wire.ts';

/** What has the wrong shape fails before the server looks at its value, and says so in plain text. */
export function refuse(complaint: Complaint): Problem {
  const name = complaint.path.split('.').at(-1);
  const deserialize = (words: string): Problem => ({
    status: 422,
    message: `Failed to deserialize the JSON body into the target type: ${words}`,
  });
  switch (complaint.kind) {
    case 'missing':
      return deserialize(`missing field \`${name}\``);
    case 'unknown':
      return deserialize(`unknown field \`${name}\``);
    case 'type':
      return deserialize(`${complaint.path}: invalid type: ${complaint.given}, expected ${complaint.expected}`);
    case 'over':
      return { status: 422, message: `Input validation error: \`${name}\` must be strictly positive` };
    default:
      return { status: 422, message: `Input validation error: ${explain(complaint)}` };
  }
}
