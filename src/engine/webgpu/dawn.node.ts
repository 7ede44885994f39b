/** WebGPU where there is no page: npm's `webgpu` (Dawn) over the software Vulkan driver that lies beside Chromium. */
import { existsSync, mkdtempSync, realpathSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { OPTIONAL_FEATURES } from './device';

const DRIVER = 'vk_swiftshader_icd.json';

/** The driver's description, beside CHROMIUM_PATH, beside a chromium on the PATH, or where Debian puts it. */
function findDriver(): string | null {
  const named = process.env['CHROMIUM_PATH'];
  const onPath = (process.env['PATH'] ?? '')
    .split(':')
    .flatMap(folder => ['chromium', 'chromium-browser', 'google-chrome'].map(name => join(folder, name)))
    .filter(file => existsSync(file));
  const binaries = [...(named ? [named] : []), ...onPath].filter(file => existsSync(file));
  const folders = [...binaries.map(file => dirname(realpathSync(file))), '/usr/lib/chromium'];
  const found = folders.map(folder => join(folder, DRIVER)).find(file => existsSync(file));
  return found ?? null;
}

/**
 * Loads the Vulkan loader that Chromium brings, so that Dawn's own `dlopen("libvulkan.so.1")` finds it where the system
 * has none. It is no Node addon, which Node says by an error after having loaded it; RTLD_NODELETE keeps it in memory.
 */
function loadVulkan(driver: string): void {
  const library = join(dirname(driver), 'libvulkan.so.1');
  if (!existsSync(library)) return;
  const RTLD_NODELETE = 0x1000;
  try {
    process.dlopen({ exports: {} }, library, constants.dlopen.RTLD_NOW | RTLD_NODELETE);
  } catch (error) {
    if (!String(error).includes('self-register')) throw error;
  }
}

/** Kept: a device does not outlive the instance it came from. */
let instance: GPU | null = null;

/** A device on the software driver; null where Dawn or the driver cannot start. */
export async function startDawn(): Promise<GPUDevice | null> {
  const driver = findDriver();
  if (driver === null) return null;
  // Read by the Vulkan loader when Dawn makes its first instance.
  process.env['VK_ICD_FILENAMES'] = driver;
  process.env['VK_DRIVER_FILES'] = driver;
  process.env['XDG_RUNTIME_DIR'] ??= mkdtempSync(join(tmpdir(), 'dawn-'));
  try {
    loadVulkan(driver);
    const { create, globals } = await import('webgpu');
    Object.assign(globalThis, globals);
    instance ??= create(['backend=vulkan']);
    const adapter = await instance.requestAdapter();
    if (!adapter) return null;
    return await adapter.requestDevice({
      requiredFeatures: OPTIONAL_FEATURES.filter(feature => adapter.features.has(feature)),
    });
  } catch {
    return null;
  }
}
