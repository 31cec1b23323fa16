import type { ChatBody, ChatMessage } from './chat-completions-body.ts';
import type { Flaw, RequestFacts } from './chat-completions-request.ts';

/** What is wrong with the tools that are offered and demanded, with calls and results, and with the thoughts beside them. */
export function toolFlaw(chat: ChatBody, facts: RequestFacts): Flaw | undefined {
  return choiceFlaw(chat, facts) ?? turnFlaw(chat.messages) ?? thoughtsFlaw(chat, facts.thoughtsBesideCalls);
}

/** Whether the model is asked to think; `unasked` says whether it does where nothing is said. */
export function isThinking(
  { thinking, enable_thinking, thinking_budget, reasoning_effort }: Partial<ChatBody>,
  unasked = false,
): boolean {
  if (thinking) return thinking.type !== 'disabled';
  if (reasoning_effort) return (enable_thinking ?? true) && reasoning_effort !== 'none';
  return enable_thinking ?? (thinking_budget ? true : unasked);
}

function choiceFlaw({ tools, tool_choice: chosen, ...asked }: ChatBody, facts: RequestFacts): Flaw | undefined {
  const { forcesThinkers = true, thinksUnasked = false } = facts;
  const path = 'tool_choice';
  if (!chosen) return undefined;
  if (!tools) return { kind: 'no tools', path };
  if (!forcesThinkers && isThinking(asked, thinksUnasked) && chosen !== 'auto' && chosen !== 'none')
    return { kind: 'forced in thought', path, choice: typeof chosen === 'string' ? chosen : 'specified' };
  if (typeof chosen === 'string' || tools.some((offered) => offered.function.name === chosen.function.name)) return undefined;
  return { kind: 'no such tool', path, name: chosen.function.name };
}

/** Each call must have a result, and each result a call, right behind the message that makes the calls. */
function turnFlaw(messages: readonly ChatMessage[]): Flaw | undefined {
  let open: string[] = [];
  for (let index = 0; index <= messages.length; index += 1) {
    const { role, tool_calls, tool_call_id }: Partial<ChatMessage> = messages[index] ?? {};
    const path = `messages.${index}.role`;
    if (role === 'tool') {
      if (!open.includes(tool_call_id ?? '')) return { kind: 'no call', path };
      open = open.filter((id) => id !== tool_call_id);
    } else if (open.length > 0) {
      return { kind: 'no result', path, ids: open };
    } else {
      open = (tool_calls ?? []).map(({ id }) => id);
    }
  }
  return undefined;
}

function thoughtsFlaw({ messages, ...asked }: ChatBody, demanded: RequestFacts['thoughtsBesideCalls']): Flaw | undefined {
  if (!demanded || !isThinking(asked)) return undefined;
  const index = messages.findIndex(({ tool_calls, reasoning_content: thoughts }) =>
    tool_calls ? (demanded === 'some' ? !thoughts : typeof thoughts !== 'string') : false,
  );
  return index < 0 ? undefined : { kind: 'no thoughts', path: `messages.${index}.reasoning_content`, index };
}
