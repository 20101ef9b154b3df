/** TLS by PEM files: read into what Java takes, and made where there are none. */
package io.tidewatch.connectors.tls;
