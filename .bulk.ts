import fs from 'node:fs';
import { execSync } from 'node:child_process';
import { startTestControlPlane, startTestPostgres } from './dev/stack/testing.ts';
import { migrate } from './lib/db/migrate.ts';
import { WorkerChild } from './lib/reconcile/testing/child.ts';
import { createClient } from './lib/kubernetes/index.ts';
import { createDb } from './lib/db/client.ts';
import { readDesired, wantedObjects } from './lib/reconcile/desired.ts';
import { Fixture, PORTAL_URL, uniqueName } from './lib/reconcile/testing/fixture.ts';
const [pg, plane] = await Promise.all([startTestPostgres(), startTestControlPlane({ name: 'b', gatewayApi: false })]);
try {
  await migrate(pg.url);
  const fixture = await Fixture.create(pg.url, { cluster: 'b' });
  process.execArgv.push();
  const w = new WorkerChild('/tmp/ncc2', 'warn');
  const conc = Number(process.env['CONC'] ?? 16);
  w.start({ databaseUrl: pg.url, clusters: [{ name: 'b', server: plane.server, caFile: plane.caFile, tokenFile: plane.workerTokenFile, qps: 1e5, burst: 1e5 }], portalUrl: PORTAL_URL, leaseSeconds: 30, concurrency: conc });
  const cpu = () => { const r: Record<string, number> = {}; for (const line of execSync('ps -eo pid,ppid,times,cputimes,args').toString().split('\n')) { } 
    for (const pid of fs.readdirSync('/proc').filter((x) => /^\d+$/.test(x))) { try { const st = fs.readFileSync(`/proc/${pid}/stat`, 'utf8'); const cmd = fs.readFileSync(`/proc/${pid}/cmdline', 'utf8`.replace("', 'utf8", ''), 'utf8').replaceAll('\0', ' '); const f = st.slice(st.lastIndexOf(')') + 2).split(' '); const t = (Number(f[11]) + Number(f[12])) / 100;
      let k = ''; if (cmd.includes('testing/process.ts')) k = 'worker'; else if (cmd.includes(plane.dir) && cmd.includes('kube-apiserver ')) k = 'api'; else if (cmd.includes(plane.dir) && /etcd --name/.test(cmd)) k = 'etcd'; else if (cmd.includes('kube-controller-manager --') && cmd.includes(plane.dir)) k = 'kcm'; else if (cmd.startsWith('postgres:') || cmd.includes('/postgres -D')) k = 'pg'; if (k) r[k] = (r[k] ?? 0) + t; } catch {} } return r; };
  const warm = await Promise.all(Array.from({ length: 5 }, () => fixture.addNamespace(uniqueName('w'))));
  for (const id of warm) await fixture.untilReady(id);
  const db = createDb(pg.url);
  const [row] = await readDesired(db, { id: warm[0]! }, PORTAL_URL);
  const tmpl = JSON.stringify(wantedObjects(row!).map((x) => x.object)).replaceAll('"app.kubernetes.io/managed-by":"berth"', '"app.kubernetes.io/managed-by":"bench"').replaceAll('berth.dev/id', 'bench.dev/id');
  const kube = createClient({ name: 'b', server: plane.server, caFile: plane.caFile, tokenFile: plane.workerTokenFile, qps: 1e5, burst: 1e5 });
  const raw = async () => { const all = Array.from({ length: 50 }, () => JSON.parse(tmpl.replaceAll(row!.name, uniqueName('raw')))).values(); await Promise.all(Array.from({ length: conc }, async () => { for (const [ns, ...rest] of all) { await kube.create(ns); await Promise.all(rest.map((o: any) => kube.apply(o))); } })); };
  for (let round = 0; round < 4; round++) {
    { const a = cpu(); const c = process.cpuUsage(); const t = performance.now(); await raw(); const ms = performance.now() - t; const b = cpu(); const d = process.cpuUsage(c); console.log(`raw ${round}: ${Math.round(ms)} ms, ${Math.round(600 / (ms / 1000))} writes/s; me ${Math.round((d.user + d.system) / 1000)} cpu`, Object.fromEntries(Object.keys(b).map((k) => [k, Math.round((b[k]! - (a[k] ?? 0)) * 1000) ]))); await new Promise((r) => setTimeout(r, 1500)); }
    const a = cpu(); const t = performance.now();
    const ids = await Promise.all(Array.from({ length: 50 }, () => fixture.addNamespace(uniqueName('bulk'))));
    for (;;) { const { rows } = await fixture.pool.query(`select count(*)::int as n from namespace_status where namespace_id = any($1) and phase='Ready'`, [ids]); if (rows[0].n === 50) break; await new Promise((r) => setTimeout(r, 50)); }
    const ms = performance.now() - t; const b = cpu();
    console.log(`round ${round}: ${Math.round(ms)} ms, ${Math.round(600 / (ms / 1000))} writes/s; cpu`, Object.fromEntries(Object.keys(b).map((k) => [k, Math.round((b[k]! - (a[k] ?? 0)) * 1000) ])), 'load', fs.readFileSync('/proc/loadavg', 'utf8').slice(0, 4));
    if (round === 3) { const { rows } = await fixture.pool.query(`select (select count(*) from outbox) as outbox, (select sum(epoch) from reconcile_work) as epochs`); console.log(rows[0]); }
  }
  await kube.close(); await db.$disconnect(); await w.stop(); console.log(w.log.slice(-1500));
  await fixture.close();
} finally { await Promise.all([pg.stop(), plane.stop()]); }
