/**
 * What was thrown and where, without its message and members: those may quote the prompt, or a key. `undefined` of what is no error.
 */
export function traceOf(thrown: unknown): Error | undefined {
  if (!(thrown instanceof Error)) return undefined;
  const { name, stack = '' } = thrown;
  const trace = new Error(name);
  const frames = stack.split('\n').filter((line) => /^\s+at /.test(line));
  trace.stack = [name, ...frames].join('\n');
  return trace;
}
