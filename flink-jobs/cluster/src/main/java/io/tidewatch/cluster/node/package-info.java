/** The main classes of the cluster's own processes. */
package io.tidewatch.cluster.node;
