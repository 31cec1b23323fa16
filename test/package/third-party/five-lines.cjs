const { ProviderRegistry } = require('plugboard');

const registry = new ProviderRegistry();
const client = registry.load('plugboard-acme').then(() => registry.create('acme'));
client.then((acme) => acme.complete('How far away is the moon?')).then(({ content }) => console.log(content));
