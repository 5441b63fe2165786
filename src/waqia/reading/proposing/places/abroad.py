"""Countries that a gazetteer of one country does not have, and their places in its news."""

from __future__ import annotations

_ENGLISH = (
    "Albania,Algeria,Angola,Argentina,Armenia,Australia,Austria,Azerbaijan,Bahrain,Bangladesh,"
    "Belarus,Belgium,Bhutan,Bolivia,Botswana,Brazil,Bulgaria,Burkina Faso,Burundi,Cambodia,"
    "Cameroon,Canada,Chad,Chile,Colombia,Costa Rica,Croatia,Cuba,Cyprus,Czech Republic,Denmark,"
    "Djibouti,Dominican Republic,Ecuador,Egypt,El Salvador,Eritrea,Estonia,Ethiopia,Finland,"
    "France,Gambia,Germany,Ghana,Greece,Guatemala,Guinea,Haiti,Honduras,Hungary,Iceland,"
    "Indonesia,Iraq,Ireland,Israel,Italy,Jamaica,Japan,Jordan,Kazakhstan,Kenya,Kosovo,Kuwait,"
    "Kyrgyzstan,Laos,Latvia,Lebanon,Liberia,Libya,Lithuania,Malaysia,Maldives,Mali,Malta,"
    "Mauritania,Mexico,Moldova,Mongolia,Morocco,Mozambique,Namibia,Nepal,Netherlands,New Zealand,"
    "Nicaragua,Niger,Nigeria,North Korea,Norway,Oman,Pakistan,Panama,Paraguay,Peru,Philippines,"
    "Poland,Portugal,Qatar,Romania,Rwanda,Senegal,Serbia,Sierra Leone,Singapore,Somalia,"
    "South Africa,South Korea,South Sudan,Spain,Sri Lanka,Sudan,Sweden,Switzerland,Taiwan,"
    "Tanzania,Thailand,Tunisia,Turkmenistan,Uganda,Ukraine,Uruguay,Venezuela,Vietnam,Yemen,"
    "Zambia,Zimbabwe"
)
_SPELT = {
    "Afghanistan": (
        "Afghanistan", "افغانستان", "Kabul", "کابل", "Kandahar", "Qandahar", "قندھار", "Nangarhar",
        "ننگرہار", "Kunar", "کنڑ", "Khost", "خوست", "Paktika", "پکتیکا", "Paktia", "پکتیا",
        "Jalalabad", "جلال آباد", "Helmand", "ہلمند", "Zabul", "Nuristan", "نورستان", "Herat",
        "Spin Boldak", "سپن بولدک", "Ghazni", "Kunduz", "Mazar-i-Sharif", "Logar", "Barmal",
        "Asadabad",
    ),
    "Iran": (
        "Iran", "ایران", "Sistan-Baluchestan", "Sistan and Baluchestan", "Sistan-Balochistan",
        "Zahedan", "زاہدان", "Saravan", "Tehran", "تہران",
    ),
    "India": (
        "India", "بھارت", "ہندوستان", "New Delhi", "نئی دہلی", "Delhi", "Mumbai", "ممبئی",
        "Srinagar", "سرینگر", "Amritsar", "Pulwama", "Pahalgam", "Indian-held Kashmir",
        "Indian-occupied Kashmir", "Indian-administered Kashmir", "Indian Occupied Kashmir",
        "occupied Kashmir", "Jammu and Kashmir", "Jammu & Kashmir", "مقبوضہ کشمیر", "Punjab, India",
        "Indian Punjab",
    ),
    "China": ("China", "چین", "Beijing", "بیجنگ", "Xinjiang", "سنکیانگ"),
    "Turkey": ("Turkey", "Türkiye", "Turkiye", "ترکی", "ترکیہ", "Ankara", "Istanbul"),
    "Syria": ("Syria", "شام کے ملک", "Damascus", "Aleppo"),
    "Saudi Arabia": ("Saudi Arabia", "سعودی عرب", "Riyadh", "Jeddah", "Mecca", "Medina"),
    "United Arab Emirates": ("United Arab Emirates", "UAE", "Dubai", "دبئی", "Abu Dhabi"),
    "United States": (
        "United States", "United States of America", "USA", "U.S.A.", "امریکہ", "امریکا",
        "Washington", "New York",
    ),
    "United Kingdom": ("United Kingdom", "Britain", "UK", "England", "برطانیہ", "London", "لندن"),
    "Russia": ("Russia", "روس", "Moscow", "ماسکو", "Chechnya"),
    "Uzbekistan": ("Uzbekistan", "ازبکستان", "Tashkent"),
    "Tajikistan": ("Tajikistan", "تاجکستان", "Dushanbe"),
}  # fmt: skip

COUNTRIES: dict[str, tuple[str, ...]] = {name: (name,) for name in _ENGLISH.split(",")} | _SPELT
"""Country by its English name → its names, and those of places that stand for it in news."""
