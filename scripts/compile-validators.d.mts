import type { Plugin } from 'esbuild';

export declare const precompiledValidators: Plugin;
