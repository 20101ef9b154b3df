/** The HTTP door of the platform: what it takes from the outside, and how it starts and stops. */
package io.tidewatch.connectors.gateway;
