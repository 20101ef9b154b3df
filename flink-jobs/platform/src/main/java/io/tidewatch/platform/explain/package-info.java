/** Explains decisions: finds them, makes them again, says in words why they came out so. */
package io.tidewatch.platform.explain;
