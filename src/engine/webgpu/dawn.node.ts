/**
 * WebGPU without a browser, for tests: npm's `webgpu` (Dawn) on the software Vulkan driver that lies beside every
 * Chromium (SwiftShader). Nothing of it reaches the page.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, realpathSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Engine } from '../engine';
import { createWebGpuEngine } from './webgpu-engine';

const DRIVER = 'vk_swiftshader_icd.json';

export interface DawnStart {
  readonly device: GPUDevice | null;
  readonly info: GPUAdapterInfo | null;
  /** Why there is no device; empty when there is one. */
  readonly missing: string;
}

/** Folders in which a Chromium's own driver may lie. */
async function driverFolder(): Promise<string | undefined> {
  const folders = ['/usr/lib/chromium'];
  if (process.env.CHROMIUM_PATH) folders.unshift(dirname(realpathSync(process.env.CHROMIUM_PATH)));
  for (const name of ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']) {
    const found = spawnSync('which', [name], { encoding: 'utf8' });
    if (found.status === 0) folders.push(dirname(realpathSync(found.stdout.trim())));
  }
  const { chromium } = await import('playwright');
  folders.push(dirname(chromium.executablePath()));
  return folders.find(folder => existsSync(join(folder, DRIVER)));
}

/**
 * Loads Chromium's own Vulkan loader, so that Dawn finds it under its name where the system has none. Node refuses it,
 * since it is no module of Node's; RTLD_NODELETE keeps it in memory nevertheless.
 */
function preload(library: string): void {
  const RTLD_NODELETE = 0x1000;
  if (process.platform !== 'linux' || !existsSync(library)) return;
  try {
    process.dlopen({ exports: {} }, library, constants.dlopen.RTLD_NOW | RTLD_NODELETE);
  } catch {
    return; // the refusal
  }
}

/** Dawn holds its instance no longer than JavaScript does, and every device dies with it. */
const instances: unknown[] = [];

/** A device with the adapter's own limits, or the reason why there is none here. */
export async function tryDawn(): Promise<DawnStart> {
  const none = (missing: string): DawnStart => ({ device: null, info: null, missing });
  const folder = await driverFolder();
  if (!folder) return none(`no ${DRIVER} beside a Chromium; install Chromium or set CHROMIUM_PATH`);
  // The Vulkan loader reads these once, when Dawn starts.
  process.env.VK_ICD_FILENAMES = process.env.VK_DRIVER_FILES = join(folder, DRIVER);
  process.env.XDG_RUNTIME_DIR ??= mkdtempSync(join(tmpdir(), 'dawn-'));
  preload(join(folder, 'libvulkan.so.1'));
  try {
    const { create, globals } = await import('webgpu');
    Object.assign(globalThis, globals);
    const gpu = create([]);
    instances.push(gpu);
    const adapter = await gpu.requestAdapter();
    if (!adapter) return none('Dawn finds no adapter');
    const { maxBufferSize, maxStorageBufferBindingSize } = adapter.limits;
    const device = await adapter.requestDevice({
      requiredLimits: { maxBufferSize, maxStorageBufferBindingSize },
    });
    return { device, info: adapter.info, missing: '' };
  } catch (error) {
    return none(`Dawn cannot start: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** The device alone; null where Dawn can't start. */
export async function startDawn(): Promise<GPUDevice | null> {
  return (await tryDawn()).device;
}

/** The engine on it, as `TestBackend` of `../agreement-backends.node` wants it. */
export async function openDawnEngine(): Promise<{ engine: Engine | null; missing: string }> {
  const { device, info, missing } = await tryDawn();
  return { engine: device && info ? await createWebGpuEngine(device, info) : null, missing };
}
