// The layer law of the house (docs/architecture.md). dev/test/layers.test.ts plants a violation of each rule, since a
// rule that never fires looks just like a house in order.
const lib = (name) => `^lib/${name}/`;
/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'L1-domain-is-pure',
      comment: 'lib/domain does no I/O and knows nobody: it can be tested, and trusted, by itself.',
      severity: 'error',
      from: { path: lib('domain'), pathNot: '\\.test\\.ts$|/testing\\.ts$' },
      to: { pathNot: ['^lib/domain/', 'node_modules/(zod|yaml)/', '^crypto$', '^node:crypto$'] },
    },
    {
      name: 'L2-components-show',
      comment:
        'Components know the pure domain and each other; data and actions are handed to them by a page.',
      severity: 'error',
      from: { path: '^components/' },
      to: { path: '^(app|lib)/', pathNot: '^lib/domain/' },
    },
    {
      name: 'L3-app-is-thin',
      comment:
        'Routes reach components, actions, queries, http, auth, the pure domain and metrics; never the database or a cluster.',
      severity: 'error',
      from: { path: '^app/' },
      to: { path: '^lib/(db|kubernetes|reconcile|notify)/' },
    },
    {
      name: 'L4-use-cases',
      comment:
        'Actions and queries know domain, db, auth and events; they never call a cluster: the worker does that.',
      severity: 'error',
      from: { path: '^lib/(actions|queries)/', pathNot: '\\.test\\.ts$' },
      to: { path: '^(app|components)/|^lib/(kubernetes|reconcile|http)/' },
    },
    {
      name: 'L5-reconcile',
      comment:
        'The worker knows domain, db, kubernetes, events, observability and config; it serves no page.',
      severity: 'error',
      from: { path: lib('reconcile'), pathNot: '\\.test\\.ts$|/testing/' },
      to: { path: '^(app|components)/|^lib/(actions|queries|auth|http)/|node_modules/next/' },
    },
    {
      name: 'L6-web-has-no-cluster',
      comment:
        'The web process holds no cluster credential: nothing it loads may reach lib/kubernetes or lib/reconcile.',
      severity: 'error',
      from: {
        path: '^(app|components)/|^lib/(actions|queries|auth|http|events|db|config)/',
        pathNot: '\\.test\\.ts$',
      },
      to: { path: '^lib/(kubernetes|reconcile)/', reachable: true },
    },
    {
      name: 'L7-one-place-for-kubernetes',
      comment: 'Only lib/kubernetes knows the Kubernetes client.',
      severity: 'error',
      from: { pathNot: lib('kubernetes') },
      to: { path: 'node_modules/@kubernetes/client-node/' },
    },
    {
      name: 'L8-one-place-for-next-auth',
      comment: 'Only lib/auth knows next-auth: it is the part that is most likely to be replaced.',
      severity: 'error',
      from: { pathNot: ['^lib/auth/'] },
      to: { path: 'node_modules/next-auth/' },
    },
    {
      name: 'L9-one-place-for-the-database',
      comment: 'Only lib/db knows Prisma and pg; tests and the stack may open a connection of their own.',
      severity: 'error',
      from: { pathNot: ['^lib/db/', '^dev/', '^bench/', '^e2e/', '\\.test\\.ts$', '/testing/'] },
      to: { path: ['node_modules/(@prisma|pg|prisma)/', '^lib/db/generated/'] },
    },
    {
      name: 'L10-no-cycles',
      comment: 'A cycle is two modules that are one.',
      severity: 'error',
      from: { pathNot: '^lib/db/generated/' },
      to: { circular: true, viaOnly: { pathNot: '^lib/db/generated/', dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'L11-product-without-tests',
      comment: 'The product never imports the embedded stack, benches, journeys or test helpers.',
      severity: 'error',
      from: { path: '^(app|components|lib)/', pathNot: '\\.test\\.ts$|/testing(/|\\.ts)' },
      to: { path: '^(dev|bench|e2e)/|/testing(/|\\.ts)' },
    },
    {
      name: 'L12-one-place-for-chores',
      comment: 'Only lib/reconcile/chores knows pg-boss: work on a namespace is never a job (docs/adr/0005).',
      severity: 'error',
      from: { pathNot: '^lib/reconcile/chores/' },
      to: { path: 'node_modules/pg-boss/' },
    },
  ],
  options: {
    // Never `exclude` node_modules: rules about packages would silently never fire.
    doNotFollow: { path: ['node_modules', '^lib/db/generated'] },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
