/** The providers near a patient that can act on an online consultation (GPC-SD-OC-08). */
package gpcm.node.providers;
