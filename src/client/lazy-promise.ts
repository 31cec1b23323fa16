/**
 * A promise that begins nothing, and can reject nobody, until somebody waits for it. Each waiter gets a promise of its own, so that
 * an outcome that nobody waits for is never an unhandled rejection.
 */
export function lazyPromise<T>(wait: () => Promise<T>): Promise<T> {
  return {
    // biome-ignore lint/suspicious/noThenProperty: being awaited is what this object is for
    then: (onFulfilled, onRejected) => wait().then(onFulfilled, onRejected),
    catch: (onRejected) => wait().catch(onRejected),
    finally: (onFinally) => wait().finally(onFinally),
    [Symbol.toStringTag]: 'Promise',
  };
}
