// Serves the built page with the mock: `npm run build && npm run mock`. SATELLITES_PER_PLANE and PLANES size it.
import { runnerImport } from 'vite';

const { module } = await runnerImport(new URL('./mock.ts', import.meta.url).pathname);
const server = await module.startMock({
  root: process.env.ORBWEAVER_WWWROOT ?? new URL('../wwwroot', import.meta.url).pathname,
  port: Number(process.env.PORT ?? 8400),
  planes: Number(process.env.PLANES ?? 100),
  perPlane: Number(process.env.SATELLITES_PER_PLANE ?? 100),
});
console.log(server.url);
