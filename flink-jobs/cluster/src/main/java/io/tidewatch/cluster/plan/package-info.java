/** What a cluster consists of, on which ports, and where its files lie. */
package io.tidewatch.cluster.plan;
