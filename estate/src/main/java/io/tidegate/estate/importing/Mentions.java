package io.tidegate.estate.importing;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Finds services that are named by the addresses in another one's variables and arguments: {@code redis-cart:6379},
 * {@code http://catalogue/health}, {@code db.shop.svc.cluster.local}.
 */
final class Mentions {
    /** Variables whose value is a name that only looks like an address. */
    private static final Pattern NAMES_A_THING =
            Pattern.compile("(?i)(.*_)?(USER(NAME)?|PASS(WORD)?|DATABASE|NAME|DB|MODE|TYPE|LEVEL|PROFILES?|DRIVER)");

    private static final Pattern SEPARATORS = Pattern.compile("[\\s,;=@\"'()\\[\\]{}|&?]+");

    /** A user's name and password in an address. */
    private static final Pattern USER = Pattern.compile("://[^\\s/@]*@");

    private static final Pattern SCHEME = Pattern.compile("^.*?[A-Za-z][A-Za-z0-9+.-]*://");

    /** What follows a service's name in the cluster's own domain names. */
    private static final Pattern CLUSTER_DOMAIN = Pattern.compile("(\\.[a-z0-9-]+)?\\.svc(\\..*)?");

    /** What stands before the name of a StatefulSet's Service in the address of one of its pods. */
    private static final Pattern POD = Pattern.compile("^[a-z0-9-]+-\\d+\\.");

    private final Map<String, String> serviceByName;

    /** @param serviceByName services by each name they are reached by */
    Mentions(Map<String, String> serviceByName) {
        this.serviceByName = Map.copyOf(serviceByName);
    }

    /** Services named in {@code places} other than {@code self}, each with the first place that names it. */
    Map<String, String> in(Map<String, String> places, String self) {
        var mentioned = new TreeMap<String, String>();
        places.forEach((place, value) -> {
            if (!NAMES_A_THING.matcher(place).matches()) {
                for (String host : hosts(value)) {
                    var service = serviceOf(host);
                    if (!service.isEmpty() && !service.equals(self)) {
                        mentioned.putIfAbsent(service, place);
                    }
                }
            }
        });
        return mentioned;
    }

    private static List<String> hosts(String value) {
        var hosts = new ArrayList<String>();
        for (String token : SEPARATORS.split(USER.matcher(value).replaceAll("://"), -1)) {
            boolean url = token.contains("://") || token.startsWith("//");
            var address = SCHEME.matcher(token).replaceFirst("");
            int slash = address.indexOf('/');
            int colon = address.indexOf(':');
            // A path such as /etc/redis/redis.conf names no service, the path of an address does no harm.
            if (slash >= 0 && !url && (colon < 0 || colon > slash)) {
                continue;
            }
            var authority = slash >= 0 ? address.substring(0, slash) : address;
            int port = authority.indexOf(':');
            hosts.add(port >= 0 ? authority.substring(0, port) : authority);
        }
        return hosts;
    }

    private String serviceOf(String host) {
        var service = named(host);
        return service.isEmpty() ? named(POD.matcher(host).replaceFirst("")) : service;
    }

    private String named(String host) {
        var exact = serviceByName.get(host);
        if (exact != null) {
            return exact;
        }
        int dot = host.indexOf('.');
        return dot > 0 && CLUSTER_DOMAIN.matcher(host.substring(dot)).matches()
                ? serviceByName.getOrDefault(host.substring(0, dot), "")
                : "";
    }
}
