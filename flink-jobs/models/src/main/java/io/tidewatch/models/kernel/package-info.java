/**
 * The arithmetic of neural layers in plain Java: float32, one fixed order of additions, nothing
 * allocated per call; it knows nothing of releases or customers.
 */
package io.tidewatch.models.kernel;
