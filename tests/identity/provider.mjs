// A real OpenID Connect provider for the tests: node tests/identity/provider.mjs '{"port": 0, "client": {...}}'
// Whoever signs in types a name, and chooses how strong the sign-in is to be.
import http from 'node:http';
import { Provider } from 'oidc-provider';

const { port, client, acrs } = JSON.parse(process.argv[2]);
const issuer = `http://localhost:${port}`;

const provider = new Provider(issuer, {
  clients: [client],
  acrValues: acrs,
  pkce: { required: () => true },
  features: { devInteractions: { enabled: false } },
  interactions: { url: (ctx, interaction) => `/interaction/${interaction.uid}` },
  cookies: { keys: ['only for tests'] },
  findAccount: (ctx, sub) => ({ accountId: sub, claims: () => ({ sub }) }),
  // What is asked for is granted: a consent page is the provider's own matter.
  async loadExistingGrant(ctx) {
    const grant = new ctx.oidc.provider.Grant({
      clientId: ctx.oidc.client.clientId, accountId: ctx.oidc.session.accountId,
    });
    grant.addOIDCScope('openid');
    await grant.save();
    return grant;
  },
});

function page(uid) {
  const choices = ['', ...acrs].map((acr) => `<option value="${acr}">${acr || 'password only'}</option>`);
  return `<!DOCTYPE html><html lang="en"><title>Identity provider</title><main><h1>Identity provider</h1>
    <form method="post" action="/interaction/${uid}"><label>Name <input name="name"></label>
    <label>Strength <select name="acr">${choices.join('')}</select></label>
    <button>Sign in</button></form></main></html>`;
}

async function interact(request, response) {
  const uid = new URL(request.url, issuer).pathname.split('/')[2];
  if (request.method !== 'POST') {
    response.setHeader('Content-Type', 'text/html');
    response.end(page(uid));
    return;
  }
  let body = '';
  for await (const part of request) body += part;
  const typed = new URLSearchParams(body);
  const login = { accountId: typed.get('name'), remember: false };
  if (typed.get('acr')) login.acr = typed.get('acr');
  await provider.interactionFinished(request, response, { login }, { mergeWithLastSubmission: false });
}

const server = http.createServer((request, response) => {
  const handled = request.url.startsWith('/interaction/')
    ? interact(request, response)
    : provider.callback()(request, response);
  Promise.resolve(handled).catch((error) => { console.error(error); response.statusCode = 500; response.end(); });
});
server.listen(port, '127.0.0.1', () => console.log('ready'));
