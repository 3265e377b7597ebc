// The version and the build id, as build.mjs writes them into the bundle.

declare const CUSTOMETRY_VERSION: string;
declare const CUSTOMETRY_BUILD: string;

/** The version of the package. */
export const version: string = CUSTOMETRY_VERSION;

/**
 * The build that the code belongs to. The module carries the same text in a section of its own.
 *
 * @internal
 */
export const buildId: string = CUSTOMETRY_BUILD;
