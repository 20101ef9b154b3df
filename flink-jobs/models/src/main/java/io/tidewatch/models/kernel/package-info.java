/**
 * The arithmetic of neural layers: float32, one fixed order of additions, nothing allocated per
 * call, in plain Java and on the JDK's vectors with the same bits; it knows nothing of releases or
 * customers.
 */
package io.tidewatch.models.kernel;
