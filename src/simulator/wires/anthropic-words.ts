import { type Complaint, explain } from '../check.ts';

/** A complaint in the API's words. */
export function words(complaint: Complaint): string {
  const { path, kind } = complaint;
  switch (kind) {
    case 'missing':
      return `${path}: Field required`;
    case 'unknown':
      return `${path}: Extra inputs are not permitted`;
    case 'empty':
      return path === 'messages' ? 'messages: at least one message is required' : `${path}: must contain non-whitespace text`;
    case 'type':
      if (path.endsWith('.input_schema')) return `${path}: Input does not match the expected shape.`;
      return `${path || 'body'}: Input should be a valid ${complaint.expected}`;
    case 'least':
      return `${path}: Input should be greater than or equal to ${complaint.limit}`;
    case 'most':
      return `${path}: Input should be less than or equal to ${complaint.limit}`;
    case 'choice':
      return `${path}: Input should be ${complaint.choices.map((name) => `'${name}'`).join(' or ')}`;
    case 'pattern':
      return `${path}: String should match pattern '${complaint.pattern.source}'`;
    default:
      return `${path}: ${explain(complaint)}`;
  }
}
