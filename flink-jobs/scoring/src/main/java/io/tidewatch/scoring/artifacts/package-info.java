/** Stores that keep release zips by their digest: folders, object stores, HTTP servers. */
package io.tidewatch.scoring.artifacts;
