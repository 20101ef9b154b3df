/** The commands of the cluster on this machine. */
package io.tidewatch.platform.cluster;
