import { describe, expect, it } from '@jest/globals';
import { parseChatTemplate } from '../src/chat-template.ts';

const LINES = '{% for message in messages %}{{ message.role + ": " + message.content }}\n{% endfor %}';
const render = (template: string, variables: Record<string, unknown>) => parseChatTemplate(template).render(variables);
const messages = [
  { role: 'user', content: 'Hi' },
  { role: 'assistant', content: 'Hello' },
];

describe('a chat template', () => {
  it('writes what it says of its variables', () => {
    expect(render(LINES, { messages })).toBe('user: Hi\nassistant: Hello\n');
    expect(render('{{ bos_token }}{{ messages[0].content | trim }}', { messages, bos_token: '<s>' })).toBe('<s>Hi');
  });

  it('trims blocks and strips the white space before them, as the hub has it', () => {
    const template = '{% for message in messages %}\n    {% if true %}\n{{ message.content }};\n    {% endif %}\n{% endfor %}';
    expect(render(template, { messages })).toBe('Hi;\nHello;\n');
  });

  it('is read once where it is used again, and again where another came between', () => {
    const read = parseChatTemplate(LINES);
    expect(parseChatTemplate(LINES)).toBe(read);
    expect(parseChatTemplate('{{ bos_token }}')).not.toBe(read);
    expect(parseChatTemplate(LINES)).not.toBe(read);
  });

  it.each(['{% for %}', '{{ messages', '{% if true %}'])('that is none is an error: %s', (template) => {
    expect(() => parseChatTemplate(template)).toThrow(Error);
  });

  it('refuses in its own words', () => {
    expect(() => render("{{ raise_exception('No system role') }}", { messages })).toThrow('No system role');
  });
});
