/**
 * The streaming job that scores every customer: wiring, and the keyed operator around the
 * libraries.
 */
package io.tidewatch.scoring;
