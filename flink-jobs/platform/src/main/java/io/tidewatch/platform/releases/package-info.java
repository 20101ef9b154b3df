/** Brings releases into the running job and hears what it says of them. */
package io.tidewatch.platform.releases;
