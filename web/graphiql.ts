// GraphiQL against this sandbox, with the page's token on every request.
import { GraphiQL } from 'graphiql';
import { createElement } from 'react';
import { createRoot } from 'react-dom/client';
import { send } from './session.ts';
import 'graphiql/style.css';
import './graphiql.css';

const START = `# This is GraphiQL on the local sandbox; every request carries a token.
# Ctrl-Enter runs the operation.

query parts {
  parts(first: 10, sort: [PART_NUMBER_ASC]) {
    pageInfo {
      totalCount
    }
    edges {
      node {
        id
        partNumber
        description
      }
    }
  }
}
`;

type Fetcher = Parameters<typeof GraphiQL>[0]['fetcher'];

const fetcher: Fetcher = async (parameters, options) =>
  (await send(JSON.stringify(parameters), options?.headers ?? {})).json();

const wayBack = createElement('a', { href: './#/', className: 'way-back' }, 'Back to the sandbox');

const root = document.getElementById('graphiql');
if (root === null) throw new Error('graphiql.html has no element for GraphiQL');
createRoot(root).render(
  createElement(GraphiQL, { fetcher, defaultQuery: START }, createElement(GraphiQL.Logo, null, wayBack)),
);
