package io.tidegate.executor.http;

import io.tidegate.executor.step.ServiceId;
import io.tidegate.executor.validation.Addresses;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** Addresses in this region by one way, and in the others by what the installation says of them. */
public final class Reach implements Addresses {
    /** A region's own way to a service's address. */
    public interface Here {
        String of(ServiceId service) throws NoAddress;
    }

    private final String region;
    private final Here here;
    private final Map<String, String> others;

    /** @param others by region, a template such as {@code https://{service}.{environment}.eu.example} */
    public Reach(String region, Here here, Map<String, String> others) {
        this.region = region;
        this.here = here;
        this.others = new TreeMap<>(others);
    }

    @Override
    public String of(String asked, ServiceId service) throws NoAddress {
        if (asked.equals(region)) {
            return here.of(service);
        }
        var template = others.get(asked);
        if (template == null) {
            throw new NoAddress("how services of " + asked + " are reached from " + region + " is not configured; add "
                    + asked + "=ADDRESS to tidegate.reach");
        }
        return filled(template, service);
    }

    private static String filled(String template, ServiceId service) {
        return template.replace("{service}", encoded(service.service()))
                .replace("{environment}", encoded(service.environment()))
                .replace("{estate}", encoded(service.estate()));
    }

    private static String encoded(String word) {
        return URLEncoder.encode(word, StandardCharsets.UTF_8);
    }
}
