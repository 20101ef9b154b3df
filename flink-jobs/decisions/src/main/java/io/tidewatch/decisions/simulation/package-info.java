/**
 * A market of made-up customers whose preferences are planted and drift, to see what policies for
 * offers are worth before customers see them. The rules of contact are those of the job.
 */
package io.tidewatch.decisions.simulation;
