import { describe, expect, it } from '@jest/globals';
import type { HuggingFaceConfig } from '../../../plugins/huggingface/api.ts';
import { promptOf } from '../../../plugins/huggingface/prompt.ts';
import { InvalidInputError, type Message } from '../../../src/plugin.ts';
import { createCall, createConfig } from '../../openai-dialect/create-call.ts';

const CHATML = `{% for message in messages %}
<|im_start|>{{ message['role'] }}
{{ message['content'] }}<|im_end|>
{% endfor %}
{% if add_generation_prompt %}<|im_start|>assistant
{% endif %}`;
const TURNS = `{{ bos_token }}{% if messages[0].role == 'system' %}{{ raise_exception('System role not supported') }}{% endif %}
{%- for message in messages %}
    {%- if message.role == 'user' %}[INST] {{ message.content }} [/INST]{% else %}{{ message.content + eos_token }}{% endif %}
{%- endfor %}`;
const messages: Message[] = [
  {
    role: 'user',
    content: [
      { type: 'text', text: 'Hi ' },
      { type: 'text', text: 'there' },
    ],
  },
  {
    role: 'assistant',
    content: [
      { type: 'reasoning', text: 'Hm' },
      { type: 'text', text: 'Hello' },
    ],
  },
  { role: 'user', content: 'Bye' },
];

const write = (config: Partial<HuggingFaceConfig>, given = messages) =>
  promptOf(createCall<HuggingFaceConfig>({ config: createConfig<HuggingFaceConfig>(config), messages: given }));

describe('a prompt', () => {
  it('is a transcript without a template', () => {
    expect(write({})).toBe('User: Hi there\nAssistant: Hello\nUser: Bye\nAssistant:');
  });

  it("is written by the model's template, and ends where the model goes on", () => {
    const system: Message = { role: 'system', content: 'Be brief.' };
    const prompt = write({ chatTemplate: CHATML }, [system, ...messages.slice(2)]);
    expect(prompt).toBe('<|im_start|>system\nBe brief.<|im_end|>\n<|im_start|>user\nBye<|im_end|>\n<|im_start|>assistant\n');
  });

  it("has the tokens of the config, and none of a template's own accord", () => {
    expect(write({ chatTemplate: TURNS })).toBe('[INST] Hi there [/INST]Hello[INST] Bye [/INST]');
    expect(write({ chatTemplate: TURNS, bosToken: '<s>', eosToken: '</s>' })).toBe(
      '<s>[INST] Hi there [/INST]Hello</s>[INST] Bye [/INST]',
    );
  });

  it('has no tools, in the words in which templates ask', () => {
    const chatTemplate = '{% if tools is not none %}tools{% endif %}{% if not documents %}plain{% endif %}';
    expect(write({ chatTemplate })).toBe('plain');
  });

  it('is refused where the template refuses the messages', () => {
    const ask = () => write({ chatTemplate: TURNS }, [{ role: 'system', content: 'Be brief.' }, ...messages]);
    expect(ask).toThrow(InvalidInputError);
    expect(ask).toThrow(/messages: the chat template refuses them: .*System role not supported/);
  });
});
